"""Date expressions to intervals of days, seen from the article's date."""
