"""The administrator's pages: units, people, the trail, releases, and workbooks in and out."""
