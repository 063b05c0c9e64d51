; posdesk's set-up and uninstaller for Windows: one account's, without an administrator. windows_setup.py calls it
; with VERSION, PYTHON, OUT, FILES (what is laid, in an order that is always the same), ICON and, where it is signed, SIGN.
;
;   /S               without questions      /AUTOSTART=1 or 0    start at sign-in, or not (as it was, without)
;   /UPDATE          lay the version and nothing else: posdesk itself switches to it
;   uninstall.exe    /S  /YES: although something is unsent   /DELETEDATA=1: the data of the shop as well
;
; It ends with 0; 1 stopped by a person, 2 broken off, 3 not for this Windows, 4 another account has posdesk here,
; 5 a newer version is installed, 6 not uninstalled: something is unsent, 7 not uninstalled: posdesk is running.
;
; Killed at any moment, what was there before still starts: a version is laid beside the others under a name that
; the launcher doesn't take for one, and gets its own in one step; `current` is written last, by the launcher.
; The version that is current is never written to.

Target amd64-unicode
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
!ifdef TRIAL
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
RequestExecutionLevel user
CRCCheck force
AllowSkipFiles off
AllowRootDirInstall false
ShowInstDetails nevershow
ShowUninstDetails nevershow
Name "posdesk"
BrandingText "posdesk ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\posdesk"
VIProductVersion "${VERSION}.0"

!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\posdesk"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define OLDEST_BUILD 17763 ; Windows 10 1809: Qt wants its icuuc.dll
!define LAUNCHED '"$INSTDIR\launcher\pythonw.exe" "$INSTDIR\launcher\launcher.py"'
!define ASKED '"$INSTDIR\launcher\python.exe" "$INSTDIR\launcher\launcher.py"'
!define DATA "$LOCALAPPDATA\posdesk"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(START_NOW)"
!define MUI_FINISHPAGE_RUN_FUNCTION StartNow
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro Says name english chinese
  LangString ${name} ${LANG_ENGLISH} "${english}"
  LangString ${name} ${LANG_SIMPCHINESE} "${chinese}"
!macroend
!define Says "!insertmacro Says"

${Says} THE_PROGRAM "posdesk" "posdesk"
${Says} AT_SIGN_IN "Start posdesk when signing in to Windows" "登录 Windows 时启动 posdesk"
${Says} START_NOW "Start posdesk now" "现在启动 posdesk"
${Says} NOT_64 "posdesk needs a 64-bit Windows." "posdesk 需要 64 位的 Windows。"
${Says} TOO_OLD "posdesk needs Windows 10 version 1809 or newer. Update Windows, then run this again." \
  "posdesk 需要 Windows 10 1809 或更新的版本。请先更新 Windows，再运行本程序。"
${Says} OTHERS "On this PC posdesk belongs to the Windows account $Owner. Sign in to Windows as $Owner and use posdesk there.$\r$\n$\r$\nIf that account is no longer used, an administrator removes this file; then run this again:$\r$\n$Marker" \
  "这台电脑上的 posdesk 属于 Windows 账户 $Owner。请用该账户登录 Windows 并在那里使用 posdesk。$\r$\n$\r$\n如果该账户已不再使用，请管理员删除下面的文件，然后再运行本程序：$\r$\n$Marker"
${Says} OLDER "posdesk $Current is installed, which is newer than ${VERSION}. To go back, use Settings, Start and updates." \
  "已安装的 posdesk $Current 比 ${VERSION} 新。要退回旧版本，请在“设置 → 开机和更新”里操作。"
${Says} BROKEN_OFF "posdesk could not be installed: $Reason. What was there before still works. Make room on the disk, or close what has the folder open, then run this again:$\r$\n$INSTDIR" \
  "posdesk 未能安装：$Reason。原来的程序不受影响。请腾出磁盘空间，或关闭正在使用该文件夹的程序，然后再运行本程序：$\r$\n$INSTDIR"
${Says} IS_RUNNING "posdesk is running. Close it first, then uninstall it." "posdesk 正在运行。请先关闭它，再卸载。"
${Says} UNSENT "Something is not finished:$\r$\n$\r$\n$Reason$\r$\n$\r$\nThe shop's data stay on this PC. Uninstall posdesk all the same?" \
  "还有未完成的事：$\r$\n$\r$\n$Reason$\r$\n$\r$\n门店数据会留在这台电脑上。仍要卸载 posdesk 吗？"
${Says} KEEP_DATA "Keep the shop's data (orders, receipts, settings, backups)?$\r$\n${DATA}$\r$\n$\r$\nYes: they stay, and posdesk finds them when it is installed again." \
  "保留门店数据（订单、小票、设置、备份）吗？$\r$\n${DATA}$\r$\n$\r$\n“是”：数据保留，重新安装后 posdesk 会找到它们。"
${Says} REALLY "Delete the shop's data for good? Nobody can bring them back." "确定要永久删除门店数据吗？删除后无法恢复。"

Var Owner   ; the account that has posdesk on this PC; empty where none has
Var Account ; this one
Var Marker  ; the file that names the owner, for the whole PC
Var Current ; the version that is started now; empty on a new PC
Var Reason
Var IsUpdate
Var Autostart ; 1, 0, or empty: as it was

!macro Refuse code text
  SetErrorLevel ${code}
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  Quit
!macroend
!define Refuse "!insertmacro Refuse"

!macro NamesOwner un
Function ${un}NameOwner
  SetShellVarContext all
  StrCpy $Marker "$APPDATA\posdesk\account.txt"
  SetShellVarContext current
  System::Call 'secur32::GetUserNameExW(i 2, w .r0, *i ${NSIS_MAX_STRLEN}) i.r1' ; 2: DOMAIN\name
  ${If} $1 = 0
    ReadEnvStr $0 USERNAME
  ${EndIf}
  StrCpy $Account $0
  StrCpy $Owner ""
  ClearErrors
  FileOpen $0 $Marker r
  ${IfNot} ${Errors}
    FileReadUTF16LE $0 $Owner
    FileClose $0
  ${EndIf}
  ${WordFind} "$Owner" "$\r" "+1{" $Owner
FunctionEnd
!macroend
!insertmacro NamesOwner ""
!insertmacro NamesOwner "un."

Function .onInit
  ${IfNot} ${RunningX64}
    ${Refuse} 3 "$(NOT_64)"
  ${EndIf}
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    ${Refuse} 3 "$(TOO_OLD)"
  ${EndIf}
  Call NameOwner
  ${If} $Owner != ""
  ${AndIf} $Owner != $Account
    ${Refuse} 4 "$(OTHERS)"
  ${EndIf}
  Call ReadCurrent
  ${VersionCompare} "$Current" "${VERSION}" $0
  ${If} $Current != ""
  ${AndIf} $0 = 1
    ${Refuse} 5 "$(OLDER)"
  ${EndIf}
  Call ReadChoices
FunctionEnd

Function ReadCurrent
  StrCpy $Current ""
  ClearErrors
  FileOpen $0 "$INSTDIR\current" r
  ${IfNot} ${Errors}
    FileRead $0 $Current
    FileClose $0
    ${WordFind} "$Current" "$\n" "+1{" $Current
    ${WordFind} "$Current" "$\r" "+1{" $Current
  ${EndIf}
FunctionEnd

Function Fail
  ${Refuse} 2 "$(BROKEN_OFF)"
FunctionEnd

!macro FailIfErrors words
  ${If} ${Errors}
    StrCpy $Reason "${words}"
    Call Fail
  ${EndIf}
!macroend
!define FailIfErrors "!insertmacro FailIfErrors"

Section "$(THE_PROGRAM)" SEC_PROGRAM
  SectionIn RO
  AddSize ${SIZE_KIB} ; what functions lay is not counted by itself
  Call Claim
  Call LayVersion
  ${If} $IsUpdate != 1
    Call LayLauncher
    Call Switch
    Call Register
  ${EndIf}
SectionEnd

Section "$(AT_SIGN_IN)" SEC_AUTOSTART
SectionEnd

Section "-autostart"
  ${If} $IsUpdate == 1
    Return
  ${EndIf}
  ${If} ${Silent}
    StrCpy $0 $Autostart
  ${Else}
    SectionGetFlags ${SEC_AUTOSTART} $0
    IntOp $0 $0 & ${SF_SELECTED}
  ${EndIf}
  ${If} $0 == 1
    WriteRegStr HKCU "${RUN_KEY}" "posdesk" '${LAUNCHED}'
  ${ElseIf} $0 == 0
    DeleteRegValue HKCU "${RUN_KEY}" "posdesk"
  ${EndIf}
SectionEnd

Function ReadChoices
  ${GetParameters} $1
  StrCpy $IsUpdate 0
  ClearErrors
  ${GetOptions} $1 "/UPDATE" $0
  ${IfNot} ${Errors}
    StrCpy $IsUpdate 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $1 "/AUTOSTART=" $Autostart
  ${If} $Current != ""
  ${AndIf} $Autostart == ""
    ReadRegStr $0 HKCU "${RUN_KEY}" "posdesk"
    ${If} $0 == ""
      SectionSetFlags ${SEC_AUTOSTART} 0
    ${EndIf}
  ${EndIf}
FunctionEnd

Function Claim ; before anything is laid, so that of two accounts one has it
  ${GetParent} $Marker $0
  CreateDirectory $0
  ClearErrors
  ${If} $Owner == ""
    FileOpen $0 $Marker w
    ${IfNot} ${Errors}
      FileWriteUTF16LE /BOM $0 "$Account$\r$\n"
      FileClose $0
    ${EndIf}
  ${EndIf}
  ClearErrors ; a PC that lets nobody write there has one account for posdesk all the same
FunctionEnd

Function LayVersion
  StrCpy $9 "$INSTDIR\versions\${VERSION}"
  ${If} $Current == "${VERSION}"
  ${AndIf} ${FileExists} "$9\version.json"
    Return ; it may be running
  ${EndIf}
  RMDir /r "$9.new"
  ClearErrors
  !insertmacro VERSION_FILES "$9.new"
  ${FailIfErrors} "$9.new"
  SetOutPath "$INSTDIR" ; a folder that is somebody's current one can't be renamed
  ${If} ${FileExists} "$9\*.*"
    Delete "$9\version.json"
    RMDir /r "$9"
  ${EndIf}
  ClearErrors
  Rename "$9.new" "$9"
  ${FailIfErrors} "$9"
FunctionEnd

Function LayLauncher ; its Python is only replaced by another one, as it may be running
  StrCpy $9 "$INSTDIR\launcher"
  RMDir /r "$9.new"
  ClearErrors
  !insertmacro LAUNCHER_FILES "$9.new"
  ${FailIfErrors} "$9.new"
  SetOutPath "$INSTDIR"
  ${IfNot} ${FileExists} "$9\${PYTHON}.txt"
    RMDir /r "$9.old"
    Rename "$9" "$9.old"
    ClearErrors
    Rename "$9.new" "$9"
    ${If} ${Errors} ; the old one is in use, and starts the new version as well
      Rename "$9.old" "$9"
    ${EndIf}
    RMDir /r "$9.old"
  ${EndIf}
  ; 1: in the other's place, 8: and on the disk
  System::Call 'kernel32::MoveFileExW(w "$9.new\launcher.py", w "$9\launcher.py", i 9)'
  RMDir /r "$9.new"
  ClearErrors
  ${IfNot} ${FileExists} "$9\launcher.py"
    SetErrors
  ${EndIf}
  ${FailIfErrors} "$9"
FunctionEnd

Function Switch
  nsExec::ExecToStack '${ASKED} --switch ${VERSION}'
  Pop $0
  Pop $Reason
  ${If} $0 != 0
    Call Fail
  ${EndIf}
FunctionEnd

Function Register
  SetOutPath "$PROFILE" ; where the shortcut's program starts
  CreateShortcut "$SMPROGRAMS\posdesk.lnk" "$INSTDIR\launcher\pythonw.exe" '"$INSTDIR\launcher\launcher.py"' \
    "$INSTDIR\launcher\posdesk.ico" 0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "posdesk"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\launcher\posdesk.ico"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KIB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

Function StartNow
  Exec '${LAUNCHED}'
FunctionEnd

Section Uninstall
  Call un.NameOwner
  Call un.AskPosdesk
  Call un.AskIsRunning
  Call un.AskData
  Delete "$SMPROGRAMS\posdesk.lnk"
  DeleteRegValue HKCU "${RUN_KEY}" "posdesk"
  RMDir /r "$INSTDIR\versions"
  RMDir /r "$INSTDIR\incoming"
  RMDir /r "$INSTDIR\launcher"
  RMDir /r "$INSTDIR\launcher.new"
  RMDir /r "$INSTDIR\launcher.old"
  Delete "$INSTDIR\current"
  Delete "$INSTDIR\former"
  Delete "$INSTDIR\over"
  Delete "$INSTDIR\first_start"
  Delete "$INSTDIR\first_start.lock"
  Delete "$INSTDIR\update.lock"
  Delete "$INSTDIR\went_back"
  ${If} $Reason == delete
    RMDir /r "${DATA}"
  ${EndIf}
  ${If} $Owner == $Account
    Delete $Marker
    ${GetParent} $Marker $0
    RMDir $0
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  Delete "$INSTDIR\uninstall.exe" ; last: cut off before, it can be called again
  RMDir "$INSTDIR"
SectionEnd

Function un.AskPosdesk ; what it still has to send; a broken one can't say, and may go
  nsExec::ExecToStack '${ASKED} uninstall-check'
  Pop $0
  Pop $Reason
  ${If} $0 == 1
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/YES" $2
    ${If} ${Errors}
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(UNSENT)" /SD IDNO IDYES goes_on
      SetErrorLevel 6
      Quit
      goes_on:
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.AskIsRunning ; a program that runs can't be written to
  FindFirst $1 $2 "$INSTDIR\versions\*"
  ${DoUntil} $2 == ""
    ${If} ${FileExists} "$INSTDIR\versions\$2\python\pythonw.exe"
      Push "$INSTDIR\versions\$2\python\pythonw.exe"
      Call un.AskOne
      Push "$INSTDIR\versions\$2\python\python.exe"
      Call un.AskOne
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
FunctionEnd

Function un.AskOne
  Pop $3
  ClearErrors
  FileOpen $0 $3 a
  ${If} ${Errors}
    ${Refuse} 7 "$(IS_RUNNING)"
  ${EndIf}
  FileClose $0
FunctionEnd

Function un.AskData
  StrCpy $Reason keep
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/DELETEDATA=" $0
  ${If} ${Silent} ; else a person is asked, and the answer counts
    ${If} $0 == 1
      StrCpy $Reason delete
    ${EndIf}
  ${ElseIf} ${FileExists} "${DATA}\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION "$(KEEP_DATA)" /SD IDYES IDYES kept
    MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(REALLY)" /SD IDCANCEL IDCANCEL kept
    StrCpy $Reason delete
    kept:
  ${EndIf}
FunctionEnd
