"""When and how a patient is reminded: what they chose, what is due, and one module for each transport."""
