"""The consent clauses an installation starts with; administrators publish newer versions on a page.

Separate consents for picture, letters and directory: a consent must be given for one purpose (GDPR
recital 32). The words are ours and want a lawyer's look before real use.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import ConsentClause
from people.registries import Withdrawal, withdrawals

FIRST: dict[str, dict[str, str]] = {
    "image": {
        "title_pl": "Zdjęcia i nagrania",
        "title_en": "Photographs and recordings",
        "text_pl": "Zgadzam się, żeby zdjęcia i nagrania ze spotkań, na których mnie widać, pokazywano na stronach "
        "i w sprawozdaniach programu. Zgodę mogę wycofać w każdej chwili; nowe materiały mnie wtedy nie pokażą.",
        "text_en": "I agree that photographs and recordings of meetings in which I can be seen are shown on the "
        "programme's pages and in its reports. I may withdraw this at any time; new material then leaves me out.",
    },
    "needs": {
        "title_pl": "Potrzeby na spotkaniach i wyjazdach",
        "title_en": "Needs at meetings and on journeys",
        "text_pl": "Wyraźnie zgadzam się, żeby organizatorzy przechowywali to, co piszę o diecie i o tym, czego mi trzeba, "
        "żeby wziąć udział. To dane o zdrowiu lub przekonaniach (art. 9 ust. 2 lit. a RODO). Zgodę mogę wycofać "
        "w każdej chwili; wtedy te dane znikają.",
        "text_en": "I explicitly agree that the organisers keep what I write about my diet and about what I need to take "
        "part. These data tell of health or belief (GDPR, art. 9(2)(a)). I may withdraw this at any time; the data "
        "are removed then.",
    },
    "guardian": {
        "title_pl": "Zgoda rodzica lub opiekuna",
        "title_en": "Consent of a parent or guardian",
        "text_pl": "Jestem rodzicem albo opiekunem prawnym. Zgadzam się, żeby ta osoba niepełnoletnia wzięła udział "
        "w spotkaniu, i odpowiadam za jej drogę na miejsce i z powrotem. Zgodę mogę wycofać w każdej chwili.",
        "text_en": "I am a parent or legal guardian. I agree that this person under age takes part in the meeting, and "
        "I answer for their way there and back. I may withdraw this at any time.",
    },
    "letters": {
        "title_pl": "Wiadomości o kolejnych działaniach",
        "title_en": "News of what comes next",
        "text_pl": "Chcę dostawać e-mailem wiadomości o naborach, wydarzeniach i publikacjach. "
        "Wiadomości o moich sprawach przychodzą niezależnie od tej zgody.",
        "text_en": "I want to hear by e-mail about calls, events and publications. "
        "Letters about my own matters come regardless of this consent.",
    },
    "directory": {
        "title_pl": "Publiczny katalog praktyków i praktyczek",
        "title_en": "Public directory of practitioners",
        "text_pl": "Zgadzam się, żeby moje imię i nazwisko, miejscowość, doświadczenie i dziedziny były widoczne "
        "w publicznym katalogu. Po wycofaniu zgody wpis znika od razu.",
        "text_en": "I agree that my name, town, experience and fields are shown in the public directory. "
        "When I withdraw this, the entry disappears at once.",
    },
}


def plant(**_signal: Any) -> None:
    """Write version 1 of each clause that is not there yet; safe to run any number of times."""
    present = set(ConsentClause.objects.values_list("key", flat=True))
    for key, texts in FIRST.items():
        if key not in present:
            ConsentClause.objects.create(key=key, **texts)


withdrawals.add(
    "image",
    Withdrawal(
        [
            _("From now on no new photograph or recording in which you can be seen is shown."),
            _(
                "What is printed or was handed in with a report stays; what still stands on our pages we take down when you tell us where."
            ),
        ]
    ),
)
withdrawals.add(
    "letters",
    Withdrawal(
        [
            _("From now on no news of calls, events and publications comes to you."),
            _("Letters about your own matters still come."),
        ]
    ),
)
