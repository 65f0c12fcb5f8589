"""Words: engines that hear them, people who mend them, files that show them."""
