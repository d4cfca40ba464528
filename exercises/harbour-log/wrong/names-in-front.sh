# stays red: backup report
set -eu
mkdir backup
cp -r log backup
grep late log/*.txt > late.txt
echo "drydock-answer late $(wc -l < late.txt)"
