using System.Management.Automation.Host;

namespace EmbeddedPowerShell;

/// <summary>A console of fixed size without keys or cursor: output goes to a program, not to a screen.</summary>
internal sealed class EngineHostRawUi : PSHostRawUserInterface
{
    private static readonly Size Area = new(width: 4096, height: 100);

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Size BufferSize { get; set; } = Area;

    public override Size WindowSize { get; set; } = Area;

    public override Size MaxWindowSize => Area;

    public override Size MaxPhysicalWindowSize => Area;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = string.Empty;

    public override bool KeyAvailable => false;

    public override KeyInfo ReadKey(ReadKeyOptions options) =>
        throw new InvalidOperationException("The embedded engine is not interactive.");

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => new BufferCell[0, 0];

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
    {
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
    }

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
    {
    }
}
