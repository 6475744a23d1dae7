"""The forms of this program: read once, and the text of each for keeping."""

from collections.abc import Mapping
from functools import cache

from lac_tracker import paths
from lac_tracker.domain import plan_starters as starters
from lac_tracker.domain import questions, smart
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.forms import Form
from lac_tracker.domain.questions import HistoryQuestion
from lac_tracker.storage import form_files, reference_data


@cache
def all_forms() -> tuple[Form, ...]:
    """Return every form. Raises FormFileError with every problem: the program does not start with any."""
    return form_files.read_forms(paths.FORMS)


def find_form(form_id: str) -> Form:
    """Return a form by id. Raises NotFound when its file is gone."""
    for form in all_forms():
        if form.id == form_id:
            return form
    raise NotFound(f"The form '{form_id}' is not among the form files any more. Put its file back to go on")


def to_print(form_id: str) -> Form:
    """Return a form to print blank, or a part of the forms on its own. Raises UserError with what there is."""
    every = {form.id: form for form in all_forms()}
    if form_id in every:
        return every[form_id]
    parts = form_files.read_parts(paths.FORMS)
    if form_id not in parts:
        said = f"{', '.join(every)}; or one part: {', '.join(parts)}"
        raise UserError(f"There is no form '{form_id}'. It can be: {said}")
    return parts[form_id]


def form_source(form_id: str) -> str:
    """Return the text of a form's file and of the parts it uses, to be kept with what is signed.

    Raises NotFound when the file is gone.
    """
    return form_files.kept_text(paths.FORMS, form_id)


def history_items() -> tuple[HistoryQuestion, ...]:
    """Return the items of birth and family history that the forms ask for, in their order."""
    return questions.history_items(
        question for form in all_forms() for section in form.sections for question in section.questions
    )


@cache
def smart_words() -> smart.Words:
    """Return the word lists of the SMART check."""
    return smart.words_from(reference_data.table("smart_words.toml"))


@cache
def plan_starters() -> Mapping[str, tuple[starters.Starter, ...]]:
    """Return the starters of plan items: kind of need → starters, in their order."""
    return starters.starters_from(reference_data.table("plan_starters.toml"))
