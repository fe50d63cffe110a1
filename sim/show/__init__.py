"""What people look at: figures, the plan, the report."""
