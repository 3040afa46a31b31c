"""Words for a file or folder that cannot be used. No Django: the launcher reads this."""

import errno


def fault_of_folder(error: OSError) -> str:
    """Say which file or folder cannot be used, and what to do."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"There is no room left on the disk of {error.filename or 'STATE_DIR'}. Make some, then start again."
    return (
        f"{error.filename} cannot be used ({error.strerror}). Make it yours (chown, chmod) or move it away, "
        "or name another folder: STATE_DIR=/some/folder make run"
    )
