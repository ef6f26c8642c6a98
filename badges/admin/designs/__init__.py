"""Badge designs in the admin: their form, their versions, and whose texts fit them."""
