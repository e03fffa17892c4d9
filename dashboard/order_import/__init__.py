"""Orders that other systems export: files in, checked rows and worded faults out."""
