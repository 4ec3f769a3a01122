"""Pages of money, under /panel/finance/."""
