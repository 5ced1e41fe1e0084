"""服务台: calls and tickets, dispatch to who is on duty, meetings with what comes before, during and after."""
