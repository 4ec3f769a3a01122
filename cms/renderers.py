"""How every form of Tandem is drawn (the page editor draws its own)."""

from django.forms.renderers import TemplatesSetting


class Screen(TemplatesSetting):
    """Our own field group and form; widgets stay Django's, so that Wagtail keeps its own."""

    field_template_name = "components/field.html"
    form_template_name = "components/form_body.html"
