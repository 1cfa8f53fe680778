"""From notebooks to pages, workbook and index, whole or not at all."""
