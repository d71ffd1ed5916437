namespace Spindle.Client.Requests;

/// <summary>Whether a request may be sent again when it is not known what became of it.</summary>
internal enum Safety
{
    /// <summary>Sent twice it has the effect of once, or the second answer tells.</summary>
    Repeatable,

    /// <summary>Sent twice it may have its effect twice.</summary>
    Once,
}
