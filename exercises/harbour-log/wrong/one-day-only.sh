# stays red: report late
set -eu
cp -r log backup
grep late log/monday.txt > late.txt
echo "drydock-answer late $(wc -l < late.txt)"
