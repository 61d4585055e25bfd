"""A movement, written once as text, posed on a body: joints, language, solver, skin and words.

numpy is allowed here and nowhere else in core. World: metres, Y up, the figure faces +Z, its left is +X.
"""
