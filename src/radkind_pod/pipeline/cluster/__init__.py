"""A build whose heavy stages run on the workers of a Dask cluster: `radkind-pod build --all --cluster ADDRESS`.

`crew` sends, `roll` knows which workers may be used, `errand` is what a worker does. Dask schedules; nothing here does.
"""
