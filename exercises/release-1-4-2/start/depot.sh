parcels=41
echo "$parcels parcels in the depot"
