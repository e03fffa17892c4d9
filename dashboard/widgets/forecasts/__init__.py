"""Our own record of forecasts, for the pages that show forecasts."""
