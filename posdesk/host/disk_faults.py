"""What the operating system says when a disk fails, in the words of the house."""

import errno

from posdesk.errors import DiskFault
from posdesk.host import replacing

_OS_FAULTS = {
    errno.ENOSPC: DiskFault.FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): DiskFault.FULL,
    errno.EFBIG: DiskFault.FULL,
    errno.EROFS: DiskFault.READ_ONLY,
    errno.EACCES: DiskFault.READ_ONLY,
    errno.EPERM: DiskFault.READ_ONLY,
}


def fault_of_os(error: OSError) -> DiskFault:
    """Why the disk failed, by what the OS says."""
    if replacing.is_in_use(error):
        return DiskFault.LOCKED
    return _OS_FAULTS.get(error.errno or 0, DiskFault.OTHER)
