"""导出记录: who took what away, in which format and when."""
