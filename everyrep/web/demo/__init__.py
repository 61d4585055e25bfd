"""Pages of the demo clinic, in demo mode only: one-click sign-in and the gallery of components."""
