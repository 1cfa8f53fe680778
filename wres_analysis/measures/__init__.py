"""What is counted, and the statistics that say what a count can mean."""
