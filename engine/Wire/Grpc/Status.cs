namespace Spindle.Wire.Grpc;

/// <param name="Code">How the call ended.</param>
/// <param name="Message">For people; any text, it is escaped on its way.</param>
/// <param name="Details">A serialised google.rpc.Status, or whatever both ends agree on; empty for none.</param>
public readonly record struct Status(StatusCode Code, string Message = "", ReadOnlyMemory<byte> Details = default)
{
    public static readonly Status OK = new(StatusCode.OK);

    public bool IsOK => Code == StatusCode.OK;

    public override string ToString() => string.IsNullOrEmpty(Message) ? Code.ToString() : $"{Code}: {Message}";
}
