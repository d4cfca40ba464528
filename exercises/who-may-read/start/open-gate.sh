#!/bin/bash
echo "The gate opens, $USER."
