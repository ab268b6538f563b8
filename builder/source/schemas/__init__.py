"""What each kind of file may hold: its keys, their types, and a description for editors."""
