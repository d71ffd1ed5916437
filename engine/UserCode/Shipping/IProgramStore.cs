namespace Spindle.UserCode.Shipping;

/// <summary>The port to the bytes of a program's files: the driver's own files, or the driver over the network.</summary>
public interface IProgramStore
{
    /// <summary>The bytes of the file of that hash.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    byte[] Fetch(string hash, CancellationToken cancellation);
}
