; The installer for one user of Windows, from a folder with the whole program.
; Silent: Desk-VERSION-x64-setup.exe /S [/D=C:\folder]; removing: uninstall.exe /S
; packaging/build.py gives VERSION, FOLDER, FINISHED, and of the menu START and WORDS.
Unicode true
Name "Desk"
OutFile "${FINISHED}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Desk"
InstallDirRegKey HKCU "Software\Desk" "Folder"
SetCompressor /SOLID lzma
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Desk"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Section
  ; What an earlier version left in its own folder must not be mixed with this one.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*.*"
  CreateShortcut "$SMPROGRAMS\Desk.lnk" "$INSTDIR\${START}" "${WORDS}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\Desk" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Desk"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${START}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

; The data and the settings lie elsewhere, under the user's application data, and stay.
Section "Uninstall"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\desk.exe"
  Delete "$INSTDIR\deskw.exe"
  Delete "$INSTDIR\desk.cmd"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Desk.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Desk"
SectionEnd
