# stays red: backup late
set -eu
mkdir backup
cp log/monday.txt backup
grep -h late log/*.txt > late.txt
echo "drydock-answer late $(cat log/tuesday.txt | wc -l)"
