"""Equipment and furniture: meshes placed from the poses and surfaces of a scene.

`PROPS` says what there is and what it takes, `check` what is wrong with one as written; `parts` builds them.
"""

from everyrep.core.movement.props.checking import check, values
from everyrep.core.movement.props.kinds import PROPS, Kind
from everyrep.core.movement.props.reference import reference
from everyrep.core.movement.props.settings import Setting
from everyrep.core.movement.scene import Part, Scene

__all__ = ["PROPS", "Kind", "Setting", "check", "parts", "reference"]


def parts(scene: Scene) -> tuple[Part, ...]:
    """The equipment of a scene whose props have been checked. Raises KeyError for an unknown kind."""
    return tuple(
        part for prop in scene.movement.props for part in PROPS[prop.kind].build(scene, values(prop))
    )
