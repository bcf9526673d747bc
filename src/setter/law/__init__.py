"""What the law and the map say, as data files with source and date, and their one loader."""
