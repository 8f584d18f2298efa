"""The visitor log on the screen: the page, its list and its dialogs."""
