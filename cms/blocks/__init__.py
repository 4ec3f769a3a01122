"""What an editor can put on a page: few blocks, each drawn well."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

WORDS = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
PLAIN_WORDS = ["bold", "italic", "link"]


class PictureBlock(blocks.StructBlock):
    """A picture that is described for those who do not see it."""

    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, label=_("Words under the picture"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("Words"))
    who = blocks.CharBlock(label=_("Whose words"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quote.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(features=[*PLAIN_WORDS, "ol", "ul"], label=_("Answer"))


class QuestionsBlock(blocks.StructBlock):
    """Questions and answers that open one by one."""

    heading = blocks.CharBlock(required=False, label=_("Heading"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "cms/blocks/questions.html"


class StepsBlock(blocks.StructBlock):
    """How something goes, station by station."""

    heading = blocks.CharBlock(required=False, label=_("Heading"))
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Step"))),
                ("text", blocks.TextBlock(label=_("What happens"))),
            ]
        ),
        min_num=2,
        label=_("Steps"),
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cms/blocks/steps.html"


class WhereToBlock(blocks.StructBlock):
    """One button that leads on: to a page of the site or to an address."""

    label = blocks.CharBlock(label=_("What the button says"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    address = blocks.CharBlock(
        required=False, label=_("or an address that starts with / or https://")
    )

    class Meta:
        icon = "redirect"
        label = _("Button")
        template = "cms/blocks/where_to.html"

    def clean(self, value: Any) -> Any:
        """Refuse a button that leads nowhere or to an address a browser would run."""
        cleaned = super().clean(value)
        address = cleaned.get("address", "")
        if not cleaned.get("page") and not address.startswith(("/", "https://")):
            missing = ValidationError(
                _("Choose a page or give an address that starts with / or https://.")
            )
            raise blocks.StructBlockValidationError(block_errors={"address": missing})
        return cleaned


class Body(blocks.StreamBlock):
    """The body of every page."""

    text = blocks.RichTextBlock(features=WORDS, label=_("Text"), template="cms/blocks/text.html")
    picture = PictureBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    questions = QuestionsBlock()
    where_to = WhereToBlock()
