"""What a page offers: only what its viewer may do. Each action checks again for itself."""

from everyrep.people.policy import Permission, may
from everyrep.tenancy.viewer import Viewer


def abilities(viewer: Viewer) -> dict[str, bool]:
    """By the name of the permission, such as `prescribe`."""
    return {permission.value: may(viewer, permission) for permission in Permission}
