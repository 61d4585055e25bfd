"""Given and family names to draw invented people from, by language."""

GIVEN = {
    "en": """
        Aisha Ben Carol Darnell Elena Frank Grace Hassan Irene Jack Keiko Leo Maya Nils Olga Priya Quentin
        Ruth Sam Tessa Umar Vera Walter Xin Yusuf Zoe Adaeze Bruno Chloe Dmitri Edith Femi Gloria Henry Imani
        Jonas Kofi Lena Miriam Noah
    """.split(),  # noqa: SIM905
    "es": """
        Luz Mateo Carmen Joaquín Pilar Andrés Beatriz Ernesto Gabriela Hugo Inés Rafael Teresa Vicente
    """.split(),  # noqa: SIM905
}
FAMILY = {
    "en": """
        Abbott Baker Chowdhury Dubois Evans Fischer Grant Haddad Ivanova Jackson Kim Larsen Mensah Nguyen
        Okafor Patel Quinn Rossi Silva Tanaka Underwood Volkov Weiss Young Zhang Ahmed Brown Cohen Davis Eze
    """.split(),  # noqa: SIM905
    "es": """
        Herrera Morales Navarro Ortega Paredes Quiroga Ramos Salinas Torres Vargas
    """.split(),  # noqa: SIM905
}
