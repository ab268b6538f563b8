"""Making the catalogues that come with the program."""
