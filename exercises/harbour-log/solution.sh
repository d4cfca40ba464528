set -eu
cp -r log backup
grep -h late log/*.txt > late.txt
echo "drydock-answer late $(wc -l < late.txt)"
