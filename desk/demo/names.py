"""Made-up names: common first and last names of several languages, put together at random."""

from __future__ import annotations

import random

_FIRST = """
Ada Aino Alba Alma Amélie Ana André Anja Anton Astrid Ayşe Beatriz Benedikt Björn Bruno Camille
Carla Chiara Chloé Clara Dag Daria David Dita Eino Elena Élise Ella Emil Emma Enzo Eva Fabio
Fatima Felix Fiona Frida Gabriel Gaia Giulia Greta Hana Hanna Hugo Ida Ines Ingrid Irena Ivo
Jana João José Jonas Julia Kaja Karim Karin Katja Lara Lars Lea Leo Léon Lina Livia Lucía Ludwig
Łukasz Maja Manuel Mara Marco Maria Marta Mateo Matteo Maxim Mia Mila Milan Nadia Nana Nils Nina
Noa Noé Nora Olga Oskar Otto Paula Pavel Pia Rafał Rami Renata Rosa Sara Selma Sofia Søren Sven
Tamar Teo Tereza Thea Theo Tove Uma Valentina Vera Viktor Wanda Yara Zoë
"""
_LAST = """
Abend Albers Almeida Amato Andersen Antonov Arnaud Bakker Barros Bauer Beck Belli Benítez Berger
Bianchi Blanc Boström Brandt Bruun Calvo Caruso Castro Černý Costa Dahl Delgado Demir Dubois
Dvořák Eder Engel Esposito Farkas Faber Ferrari Fischer Fontaine Forsberg Franco Fuchs Gallo
García Gaspar Gerber Greco Grün Haas Hahn Halonen Hansen Hartmann Heikkinen Herrera Hoffmann
Horváth Huber Ibáñez Ivanova Jansen Jensen Kaya Keller Kiss Klein Koch Kovač Kowalski König Kurz
Lambert Lang Larsen Laurent Lehmann Lindberg Lombardi Lopes Lorenz Łuczak Maier Mancini Marin
Martínez Mazur Mendes Meyer Moretti Moreau Müller Navarro Neumann Nguyen Nielsen Novák Nowak
Nyberg Oliveira Ortega Pérez Peeters Petrov Pinto Popescu Rademacher Ricci Rinaldi Roth Rossi
Ruiz Sala Santos Schäfer Schmid Schulz Serra Silva Simon Sørensen Šimek Toth Tran Urban Vega
Virtanen Visser Vogel Weber Wójcik Wolf Zamora Zeller Zieliński
"""
FIRST, LAST = _FIRST.split(), _LAST.split()
OTHER = (("Ελένη", "Παππά"), ("Иван", "Соколов"), ("Олена", "Шевчук"), ("美咲", "田中"))
EVERY_SO_OFTEN = 400  # how many names there are for one that is not in Latin letters


class Names:
    """An endless supply of first and last names."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def next(self) -> tuple[str, str]:
        if self._chance.randrange(EVERY_SO_OFTEN) == 0:
            return self._chance.choice(OTHER)
        last = self._chance.choice(LAST)
        if self._chance.random() < 0.05:
            last = f"{last}-{self._chance.choice(LAST)}"
        return self._chance.choice(FIRST), last
