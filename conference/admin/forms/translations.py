"""Inputs for translated values: one per language of the conference, the principal one first."""

from collections.abc import Sequence
from typing import Any

from django.forms import Field, Textarea, TextInput, Widget
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from i18nfield.forms import I18nFormField, I18nTextarea, I18nTextInput, I18nWidget
from i18nfield.strings import LazyI18nString

from conference.writing.languages import OWN_NAMES, direction, translations


class TranslationsWidget(I18nWidget):  # type: ignore[misc]
    """Each input says its language and its direction; no language borrows another's text."""

    def decompress(self, value: LazyI18nString | str | None) -> list[str | None]:
        texts = translations(value) if value else {}
        untagged = texts.get("")
        return [
            texts.get(language) or (untagged if index == 0 else None)
            for index, language in enumerate(self.locales)
        ]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        texts = value if isinstance(value, list) else self.decompress(value)
        final = self.build_attrs(attrs or {})
        rows = (
            (
                language,
                direction(language),
                OWN_NAMES.get(language, language),
                widget.render(
                    f"{name}_{index}",
                    texts[index] if index < len(texts) else None,
                    final | {"id": f"{final.get('id', name)}_{index}"},
                    renderer,
                ),
            )
            for index, (language, widget) in enumerate(zip(self.locales, self.widgets, strict=True))
        )
        return format_html(
            '<div class="translations">{}</div>',
            format_html_join(
                "",
                '<label class="translation"><span lang="{}" dir="{}">{}</span>{}</label>',
                rows,
            ),
        )


class TranslatedLine(TranslationsWidget, I18nTextInput):  # type: ignore[misc]
    class widget(TextInput):  # noqa: N801  the name that i18nfield asks for
        def __init__(self, attrs: dict[str, Any] | None = None) -> None:
            super().__init__({"class": "vTextField", **(attrs or {})})


class TranslatedText(TranslationsWidget, I18nTextarea):  # type: ignore[misc]
    class widget(Textarea):  # noqa: N801
        def __init__(self, attrs: dict[str, Any] | None = None) -> None:
            super().__init__({"class": "vLargeTextField", "rows": 3, **(attrs or {})})


def in_languages(field: I18nFormField, languages: Sequence[str]) -> I18nFormField:
    """The same form field with one input for each of these languages."""
    widget: type[Widget] = (
        TranslatedText if isinstance(field.widget, I18nTextarea) else TranslatedLine
    )
    inner: Field = field.fields[0]
    spoken = I18nFormField(
        label=field.label,
        required=field.one_required,
        help_text=field.help_text,
        max_length=getattr(inner, "max_length", None),
        locales=list(languages),
        widget=widget,
    )
    for text_input, language in zip(spoken.widget.widgets, languages, strict=True):
        text_input.attrs |= {"lang": language, "dir": direction(language)}
    return spoken


def with_other_languages(
    value: LazyI18nString, former: LazyI18nString | str | None, languages: Sequence[str]
) -> LazyI18nString:
    """The new value plus what the former one holds in languages that the form did not show."""
    kept = {
        language: text
        for language, text in (translations(former) if former else {}).items()
        if language and language not in languages
    }
    return LazyI18nString(kept | translations(value))
