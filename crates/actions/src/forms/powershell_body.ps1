
# With a key it signs in once. A profile is left to soracom-cli, which signs in for each call.
function Get-Credentials {
    if (-not $env:SORACOM_AUTH_KEY_ID) {
        return @('--profile', $SoracomProfile)
    }
    # By its input: others can see the arguments of a program.
    $key = @{ authKeyId = $env:SORACOM_AUTH_KEY_ID; authKey = $env:SORACOM_AUTH_KEY } | ConvertTo-Json -Compress
    $answer = $key | & soracom auth --coverage-type $Coverage --body '-' | Out-String
    if ($LASTEXITCODE -ne 0) {
        exit 1
    }
    $answer = $answer | ConvertFrom-Json
    if (-not $answer.apiKey -or -not $answer.token) {
        Write-Warning 'The answer to the sign-in has no key.'
        exit 1
    }
    return @('--api-key', $answer.apiKey, '--api-token', $answer.token, '--coverage-type', $Coverage)
}

# The option that is the same for all SIMs, as this version hands it to a program.
function Get-Option {
    if (-not $OptionName) {
        return @()
    }
    if ($OptionIsFile) {
        $file = [System.IO.Path]::GetTempFileName()
        [System.IO.File]::WriteAllText($file, $OptionValue, (New-Object System.Text.UTF8Encoding $false))
        return @("$OptionName=@$file")
    }
    $value = $OptionValue
    if ($PSVersionTable.PSVersion -lt [version]'7.3') {
        $value = $value -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1'
    }
    return @("$OptionName=$value")
}

function Show-Word([string]$word) {
    if ($word -match '^[\w.=:/@-]+$') {
        return $word
    }
    return "'" + ($word -replace "['\u2018-\u201B]", '$0$0') + "'"
}

# Acts on each SIM of a list that the log does not say is done, one after another.
function Invoke-Action([string]$sims) {
    $finished = @{}
    if (Test-Path -LiteralPath $Log) {
        foreach ($line in [System.IO.File]::ReadLines((Resolve-Path -LiteralPath $Log).ProviderPath)) {
            $word = $line -split ' '
            if ($word[0] -eq 'done') {
                $finished[$word[1]] = $true
            }
        }
    }
    $credentials = @()
    $option = @()
    if ($Go) {
        $credentials = @(Get-Credentials)
        $option = @(Get-Option)
    } elseif ($OptionName) {
        $option = @("$OptionName=$OptionValue")
    }
    $acted = 0
    $failed = 0
    foreach ($line in $sims -split "\r?\n") {
        $what, $id, $imei = $line -split ' '
        if (-not $id -or $finished[$id]) {
            continue
        }
        $name = if ($what -eq 'sims') { '--sim-id' } else { '--imsi' }
        $words = @($what, $Command, $name, $id)
        if ($imei) {
            $words += @('--imei', $imei)
        }
        $words += $option
        if (-not $Go) {
            'soracom ' + (($words | ForEach-Object { Show-Word $_ }) -join ' ')
            continue
        }
        if ($acted + $failed -gt 0) {
            Start-Sleep -Seconds $Pause
        }
        $problem = & soracom @words @credentials 2>&1 | Out-String
        if ($LASTEXITCODE -eq 0) {
            $acted++
            Add-Content -LiteralPath $Log -Value "done $id" -Encoding ASCII
        } else {
            $failed++
            $problem = ($problem -replace '\s+', ' ').Trim()
            Add-Content -LiteralPath $Log -Value "failed $id $problem" -Encoding UTF8
            Write-Warning "${id}: $problem"
        }
    }
    if (-not $Go) {
        Write-Warning 'Nothing was changed: this was what it would do with -Go.'
        return
    }
    "$acted done, $failed failed."
    if ($OptionIsFile -and $option) {
        Remove-Item -LiteralPath ($option[0] -replace '^[^@]*@', '')
    }
    if ($failed -gt 0) {
        exit 1
    }
}

