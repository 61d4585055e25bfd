"""From a movement to poses on a body: the only solver there is.

Angles are blended along the path; anchors carry the body; limbs reach what they hold; contacts are equations,
each with the angle that gives way until the posed skin touches its surface.
"""

from everyrep.core.movement.solver.solving import Solver, scene

__all__ = ["Solver", "scene"]
