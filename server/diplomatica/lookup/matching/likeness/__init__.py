"""What is called not quite so: names with other words, slips, and other scripts."""
