-- Orthanc writes down each film that it is sent, also one that it has: its own list forgets what is overwritten.
function ReceivedInstanceFilter(dicom, origin)
  local file = io.open('received.txt', 'a')
  file:write(dicom.SOPInstanceUID, '\n')
  file:close()
  return true
end
