"""Files that a form brings: kept at once, so that nothing is lost when something else stands in the way."""

from commonplace.conversations.actions.attaching import MOST
from commonplace.conversations.forms import TextForm, WithFiles, brought_ids
from commonplace.files.actions import keep
from commonplace.files.models import StoredFile
from commonplace.files.refusals import FileRefused


def keep_files(form: WithFiles | TextForm, *, language: str) -> list[StoredFile]:
    """Keep what the form sent, after what it brought before; refusals become errors of the form. `language` is what
    people write in there.
    """
    files = brought_files(form.data.get("kept"))
    for upload in form.cleaned_data.get("attached") or ():
        if len(files) == MOST:
            break
        try:
            stored = keep(upload=upload, language=language)
        except FileRefused as refused:
            form.add_error("attached", f"{upload.name}: {refused.reason}")
        else:
            if (stored.sha256, stored.name) not in ((one.sha256, one.name) for one in files):
                files.append(stored)
    return files


def brought_files(signed: str | None) -> list[StoredFile]:
    """The stored files whose ids were signed, in their order."""
    found = StoredFile.objects.in_bulk(brought_ids(signed))
    return list(found.values())
