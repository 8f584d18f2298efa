"""The locked screen: what covers the window while nobody is at the desk, and how they come back."""
