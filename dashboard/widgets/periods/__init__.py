"""What the page of periods is made of, and the mark of a seal on other pages."""
