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
Martínez Mazur Mendes Meyer Moretti Moreau Müller Navarro Neumann Nguyễn Nielsen Novák Nowak
Nyberg Oliveira Ortega Pérez Peeters Petrov Pinto Popescu Rademacher Ricci Rinaldi Roth Rossi
Ruiz Sala Santos Schäfer Schmid Schulz Serra Silva Simon Sørensen Šimek Toth Tran Urban Vega
Virtanen Visser Vogel Weber Wójcik Wolf Zamora Zeller Zieliński
"""
_OTHERS = """
Ελένη Νίκος Μαρία Γιώργος Άννα Πέτρος / Παππά Νικολάου Αγγέλου Λάμπρου Σταύρου Μελά
Иван Олена Мария Тарас Софія Борис / Соколов Шевчук Бойко Коваль Петрова Мороз
美咲 陽菜 蓮 結衣 大翔 葵 / 田中 佐藤 山本 森 清水 小川
ليلى سمير نور كريم هدى ياسين / حداد نجار خوري عطية منصور سلمان
"""  # noqa: RUF001 - these letters look like Latin ones, and are not
LATIN = (_FIRST.split(), _LAST.split())
OTHERS = [
    (first.split(), last.split())
    for first, last in (line.split("/") for line in _OTHERS.strip().splitlines())
]
IN_OTHER_LETTERS, TWO_FIRST_NAMES, TWO_LAST_NAMES = 0.02, 0.15, 0.05


class Names:
    """An endless supply of first and last names."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def next(self) -> tuple[str, str]:
        choice, share = self._chance.choice, self._chance.random
        if share() < IN_OTHER_LETTERS:
            first_names, last_names = choice(OTHERS)
            return choice(first_names), choice(last_names)
        first_names, last_names = LATIN
        first, last = choice(first_names), choice(last_names)
        if share() < TWO_FIRST_NAMES:
            first = f"{first} {choice(first_names)}"
        if share() < TWO_LAST_NAMES:
            last = f"{last}-{choice(last_names)}"
        return first, last

    def whole(self) -> str:
        return " ".join(self.next())
