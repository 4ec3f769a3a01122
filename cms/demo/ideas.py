"""What the invented applicants of the demo want to do; places are real, ideas and people are not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """One application in words: amounts are whole złoty from the grant."""

    title: str
    place: str
    need: str
    actions: str
    people: int
    costs: tuple[tuple[str, int], ...]


IDEAS = (
    Idea(
        "Zielone podwórko przy Kościelnej",
        "Rybnik, podwórko między ul. Kościelną 12 a 16",
        "Na podwórku jest tylko klepisko i jeden trzepak. Latem nie ma cienia, a po deszczu stoi woda. Dzieci bawią się na parkingu. Przez zimę zebraliśmy 64 podpisy i trzy pomysły; wygrał ogród z ławkami.",
        "Trzy soboty wspólnej pracy: wymiana ziemi, sadzenie dwunastu krzewów i dwóch lip, zbijanie ławek. Zbiornik na deszczówkę montuje pan z naszej klatki. Na koniec podwieczorek i dyżury podlewania.",
        140,
        (
            ("Ziemia, kora i rośliny", 4200),
            ("Drewno i okucia na pięć ławek", 2650),
            ("Zbiornik na deszczówkę", 1890),
            ("Druk planu i poczęstunek", 620),
        ),
    ),
    Idea(
        "Most sąsiedzki: kawiarenka pokoleń",
        "Racibórz, świetlica przy ul. Długiej 8",
        "W naszych blokach mieszka wiele starszych osób, które mówią: tydzień bez rozmowy. Młodzi wracają z pracy po zmroku. Świetlica stoi pusta w soboty.",
        "Dwanaście sobotnich spotkań. Każde prowadzi para: ktoś starszy i ktoś młodszy. Uczymy się nawzajem: od ciasta drożdżowego do rozmów wideo z wnukami.",
        90,
        (
            ("Wyposażenie kącika kawowego", 3100),
            ("Materiały do warsztatów", 2450),
            ("Wynajem rzutnika i stołów", 1800),
            ("Opieka nad dziećmi w czasie spotkań", 1650),
        ),
    ),
    Idea(
        "Czytelnia na przystanku w Niedobczycach",
        "Rybnik-Niedobczyce, przystanek przy ul. Górnośląskiej",
        "Najbliższa biblioteka jest cztery kilometry dalej, a autobus jeździ co godzinę. Ludzie i tak czekają: mogą czytać.",
        "Stawiamy trzy szafki na książki z daszkiem i ławką, zbieramy tysiąc książek, ustalamy opiekunów. Raz w miesiącu głośne czytanie po śląsku i po polsku.",
        300,
        (
            ("Trzy szafki z daszkiem", 5400),
            ("Ławka i utwardzenie", 1900),
            ("Plakaty i zakładki", 480),
            ("Nagłośnienie czytań", 900),
        ),
    ),
    Idea(
        "Ławeczki przy Odrze",
        "Racibórz, bulwar nad Odrą od mostu Zamkowego do przystani",
        "Na półtorakilometrowym bulwarze nie ma gdzie usiąść. Osoby z laską zawracają w połowie. Na spacerze z urzędem zaznaczyliśmy siedem miejsc.",
        "Projektujemy ławki z podłokietnikami razem z osobami starszymi, budujemy siedem sztuk z uczniami technikum, ustawiamy w miejscach ustalonych z miastem.",
        800,
        (
            ("Drewno i stal na siedem ławek", 6300),
            ("Fundamenty prefabrykowane", 2100),
            ("Ubezpieczenie i transport", 950),
        ),
    ),
    Idea(
        "Plac przy Wiśniowej bez schodów",
        "Żory, skwer przy ul. Wiśniowej",
        "Na skwer prowadzą trzy stopnie. Rodzice z wózkami i pan Henryk na wózku omijają go, choć to jedyna zieleń na osiedlu.",
        "Budujemy pochylnię według projektu od miasta, malujemy pas kontrastowy, organizujemy spacer badawczy z osobami o różnej sprawności.",
        250,
        (
            ("Kostka i obrzeża na pochylnię", 5200),
            ("Poręcz", 2300),
            ("Spacer badawczy i opis", 700),
        ),
    ),
    Idea(
        "Wspólny ogród Jedłownik",
        "Wodzisław Śląski-Jedłownik, teren za szkołą",
        "Za szkołą leży nieużytek po dawnych działkach. Starsi pamiętają, jak się tu uprawiało, dzieci nie wiedzą, skąd jest marchew.",
        "Zakładamy szesnaście skrzyń: połowę prowadzą klasy, połowę sąsiedzi. Kompostownik, narzędziownia, letnie dyżury, jesienna zupa dla dzielnicy.",
        180,
        (
            ("Drewno na skrzynie", 3600),
            ("Ziemia i sadzonki", 2400),
            ("Narzędzia i szopa", 2700),
            ("Zupa jesienna", 450),
        ),
    ),
    Idea(
        "Głos młodych w radzie dzielnicy",
        "Rybnik, dzielnica Maroko-Nowiny",
        "W radzie dzielnicy najmłodsza osoba ma 47 lat. Młodzi piszą o dzielnicy w internecie, ale na sesje nie chodzą.",
        "Osiem spotkań przy pizzy o tym, jak działa rada. Potem wspólna sesja z radą i mały sondaż w szkołach. Wnioski trafią do rady jako jeden wniosek.",
        120,
        (("Prowadzenie warsztatów", 3200), ("Poczęstunek", 1600), ("Druk sondażu i plakatów", 540)),
    ),
    Idea(
        "Mapa cichych miejsc",
        "Żory, całe miasto",
        "Dla dzieci w spektrum autyzmu festyn i dworzec bywają nie do zniesienia. Rodzice nie wiedzą, gdzie w mieście da się odetchnąć.",
        "Z rodzicami i dziećmi mierzymy hałas w trzydziestu miejscach, robimy mapę papierową i internetową, rozmawiamy z trzema sklepami o cichych godzinach.",
        400,
        (
            ("Mierniki hałasu i tablety do wypożyczenia", 2900),
            ("Opracowanie i druk mapy", 3100),
            ("Zajęcia z terapeutką", 1800),
        ),
    ),
    Idea(
        "Sołectwo pisze kronikę",
        "Krzyżanowice, świetlica wiejska",
        "Najstarsza mieszkanka ma 97 lat i pamięta powódź z 1945 roku. Nikt tego nie spisał.",
        "Nagrywamy dwadzieścia rozmów, skanujemy zdjęcia z szuflad, składamy kronikę i czytamy ją na dożynkach.",
        210,
        (
            ("Dyktafony i skaner", 2600),
            ("Skład i druk kroniki", 4100),
            ("Spotkania i dożynki", 900),
        ),
    ),
    Idea(
        "Rowerownia u sąsiada",
        "Rybnik-Paruszowiec, garaż przy ul. Mikołowskiej",
        "Rowery stoją zepsute w piwnicach, a serwis kosztuje więcej niż rower. Pan Andrzej naprawiał je przez trzydzieści lat w kopalni.",
        "Co środę otwarty warsztat: naprawiasz z pomocą, nie za ciebie. Na wiosnę przejazd z dziećmi do Rud.",
        160,
        (
            ("Stojaki i narzędzia", 3900),
            ("Części i smary", 2200),
            ("Kaski dla dzieci", 1400),
            ("Przejazd wiosenny", 600),
        ),
    ),
    Idea(
        "Scena na schodach domu kultury",
        "Wodzisław Śląski, Rynek",
        "Zespoły grają w garażach, bo sala kosztuje. Schody przy rynku są jak widownia, tylko nikt z nich nie korzysta.",
        "Sześć piątków z otwartą sceną: gra, kto się zgłosi. Nagłośnienie wypożyczamy, dyżury pełnią rodzice i strażacy.",
        600,
        (
            ("Wynajem nagłośnienia na sześć piątków", 5400),
            ("Opłaty i ubezpieczenie", 1500),
            ("Plakaty", 400),
        ),
    ),
    Idea(
        "Karmnik, budka, mikroskop",
        "Racibórz, park Roth",
        "W parku ginęły jerzyki po remoncie dachów. Dzieci ze szkoły policzyły: w tym roku tylko cztery gniazda.",
        "Budujemy czterdzieści budek z ojcami i dziadkami, liczymy ptaki co miesiąc, kończymy wystawą w bibliotece.",
        130,
        (("Drewno na budki", 2400), ("Lornetki i mikroskop", 3300), ("Wystawa", 850)),
    ),
)
